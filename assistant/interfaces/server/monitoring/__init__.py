"""What an operator watches: health, logs, metrics, traces."""

"""An answer without a model: `quotes_answer.answer_in_quotes` yields checked quotes and what is missing."""

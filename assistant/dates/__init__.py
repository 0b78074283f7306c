"""One calendar, one vocabulary; dates as documents write them (`written`) and as questions ask for them (`asked`)."""

"""An answer by a model: `model_answer.answer_with_model` prompts, checks every sentence, and has it repaired."""

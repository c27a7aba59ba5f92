"""The stages: one plain function a file, `(input, rulebook) -> (result, reports)`."""

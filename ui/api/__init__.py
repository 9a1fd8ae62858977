"""The API for programs and for the public widget: questions, lists, and what each visitor may see."""

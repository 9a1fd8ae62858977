"""What the page carries along from one action to the next: unlike `gr.State` it lies in the browser, and outlives the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr


def carried(value: str = "") -> gr.HTML:
    """A part that is never seen. Its value must hold no markup, and comes back as anything: check it as what somebody types."""
    import gradio as gr

    return gr.HTML(value, visible="hidden", apply_default_css=False)

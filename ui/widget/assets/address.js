// Where this script came from is where the assistant is.
const SCRIPT = document.currentScript || document.querySelector('script[src*="/widget.js"]');
const HOST = SCRIPT && /^https?:/.test(SCRIPT.src) ? new URL(SCRIPT.src).origin : "";

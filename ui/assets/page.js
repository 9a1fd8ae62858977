// A screen reader should read Swedish, whatever the browser prefers.
() => {
  document.documentElement.lang = "sv";
}

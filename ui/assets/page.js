// A screen reader should read Swedish, whatever the browser prefers; and the panes begin where head and tabs really end.
() => {
  document.documentElement.lang = "sv";
  const measure = () => {
    const tabs = document.querySelector("#fs-tabs > .tab-wrapper");
    if (!tabs) return false;
    const above = Math.ceil(tabs.getBoundingClientRect().bottom + window.scrollY);
    document.documentElement.style.setProperty("--fs-above", `${above}px`);
    return true;
  };
  const begin = () => {
    if (!measure()) { requestAnimationFrame(begin); return; }
    const watched = new ResizeObserver(measure);
    watched.observe(document.querySelector("#fs-header"));
    watched.observe(document.querySelector("#fs-tabs > .tab-wrapper"));
  };
  begin();
}

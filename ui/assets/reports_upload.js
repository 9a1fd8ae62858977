// Files are sent one after the other, and what becomes of them is told until it is over, also after the page was loaded anew.
const OVER = ["done", "failed", "cancelled", "interrupted"];
const WORDS = { waiting: "Väntar", reading: "Läses", embedding: "Sparas", done: "Klar", failed: "Misslyckades", cancelled: "Avbruten", interrupted: "Avbröts", sending: "Skickas", queued: "Väntar på att skickas" };
const KINDS = { upload: "", reread: "Läser om: ", correction: "Rättar: ", deletion: "Tar bort: " };
const GONE_KEY = "finsam-jobb-rensade";
const SHOWN_OVER = 10;
let sending = []; // files that are not received yet: { id, file, status, message, part, request }
let jobs = [];
let known = new Map(); // the status of each job when it was looked at last
let timer = 0;
let isSending = false;
let hasLooked = false;
const part = (name) => element.querySelector(name);
const cleared = () => {
  try { return new Set(JSON.parse(localStorage.getItem(GONE_KEY) || "[]")); } catch { return new Set(); }
};
const say = (text) => { const told = part(".fs-jobs-told"); if (told) told.textContent = text; };
const node = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const button = (text, act, className) => {
  const made = node("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

const row = (one) => {
  const item = node("li", `fs-job fs-job-${one.status}`);
  item.dataset.job = one.id;
  const name = node("span", "fs-job-name", (KINDS[one.kind] || "") + one.name);
  const status = node("span", "fs-job-status", WORDS[one.status]);
  const message = node("span", "fs-job-message", one.message);
  item.append(name, status, message);
  if (!OVER.includes(one.status)) {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", one.name);
    if (one.of) { bar.max = one.of; bar.value = one.done; }
    item.append(bar);
  }
  if (one.cancel) item.append(button("Avbryt", one.cancel, "fs-job-cancel"));
  if (one.again) item.append(button("Försök igen", one.again, "fs-job-again"));
  if (one.report && one.status === "done" && one.kind !== "deletion") {
    item.append(button("Granska uppgifterna", () => {
      window.finsamReportFrom = `.fs-job[data-job="${one.id}"] .fs-job-open`;
      trigger("open", { report: one.report });
    }, "fs-job-open"));
  }
  return item;
};
const rows = () => {
  const gone = cleared();
  const mine = sending.map((one) => ({
    id: one.id, name: one.file.name, status: one.status, message: one.message, done: one.part, of: one.status === "sending" ? 1 : 0,
    kind: "upload", cancel: OVER.includes(one.status) ? null : () => stop(one), again: one.again,
  }));
  const over = jobs.filter((job) => OVER.includes(job.status) && !gone.has(job.id)).slice(0, SHOWN_OVER);
  const theirs = jobs.filter((job) => !OVER.includes(job.status)).concat(over).map((job) => ({
    id: job.id, name: job.file, status: job.status, message: job.message, done: job.pages_done,
    of: job.status === "reading" ? job.pages : 0, kind: job.kind, report: job.report,
    cancel: ["waiting", "reading"].includes(job.status) ? () => cancel(job.id) : null,
  }));
  return [...mine, ...theirs];
};
const draw = () => {
  const list = part(".fs-jobs");
  if (!list) return;
  const shown = rows();
  const focused = document.activeElement && list.contains(document.activeElement)
    ? [document.activeElement.closest("li").dataset.job, document.activeElement.className] : null;
  part(".fs-jobs-part").hidden = shown.length === 0;
  part(".fs-clear-jobs").hidden = !shown.some((one) => OVER.includes(one.status));
  list.replaceChildren(...shown.map(row));
  if (focused) {
    const same = list.querySelector(`li[data-job="${CSS.escape(focused[0])}"]`);
    const target = same && (same.querySelector(`.${focused[1]}`) || same.querySelector("button"));
    (target || part("#fs-files")).focus();
  }
};

const look = async () => {
  clearTimeout(timer);
  if (!part(".fs-upload")) return;
  try {
    const answer = await fetch("/api/jobs", { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    jobs = (await answer.json()).items;
  } catch {
    timer = setTimeout(look, 5000);
    return;
  }
  // A short job may have begun and ended since the last look; what was over at the first one is no news.
  const isNews = (job) => (known.has(job.id) ? !OVER.includes(known.get(job.id)) : hasLooked);
  const ended = jobs.filter((job) => OVER.includes(job.status) && isNews(job));
  hasLooked = true;
  const begun = jobs.some((job) => !known.has(job.id) && !OVER.includes(job.status));
  known = new Map(jobs.map((job) => [job.id, job.status]));
  draw();
  if (ended.length) {
    say(ended.map((job) => `${job.file}: ${job.message}`).join(" "));
    trigger("refresh", {});
  }
  if (begun || jobs.some((job) => !OVER.includes(job.status))) timer = setTimeout(look, 800);
};

const failed = (one, message, again) => {
  Object.assign(one, { status: "failed", message, again });
  say(`${one.file.name}: ${message}`);
};
const told = (request) => {
  try { return JSON.parse(request.responseText).detail || ""; } catch { return ""; }
};
const forget = (one) => { sending = sending.filter((other) => other !== one); };
const later = (one) => { Object.assign(one, { status: "queued", message: "Väntar på sin tur.", part: 0, again: null }); sendNext(); };

const send = (one) => new Promise((resolve) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(one.says)) if (value) form.append(name, value);
  form.append("file", one.file, one.file.name);
  const request = new XMLHttpRequest();
  one.request = request;
  Object.assign(one, { status: "sending", message: "Skickar filen.", part: 0 });
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    one.part = event.loaded / event.total;
    one.message = `Skickar filen, ${Math.floor(one.part * 100)}\u00a0%.`;
    draw();
  });
  request.addEventListener("load", () => {
    if (request.status === 202) {
      const job = JSON.parse(request.responseText);
      jobs = [job, ...jobs];
      known.set(job.id, job.status);
      forget(one);
      look();
    } else if (request.status === 429) {
      Object.assign(one, { status: "queued", message: told(request) || "Väntar på plats." });
      resolve(3000);
      return;
    } else {
      failed(one, told(request) || "Filen kunde inte tas emot. Försök igen.", request.status >= 500 ? () => later(one) : null);
    }
    resolve(0);
  });
  request.addEventListener("error", () => { failed(one, "Anslutningen bröts. Försök igen.", () => later(one)); resolve(0); });
  request.addEventListener("abort", () => resolve(0));
  request.open("POST", "/api/reports");
  request.setRequestHeader("Accept", "application/json");
  request.send(form);
});
const sendNext = async () => {
  if (isSending) return;
  isSending = true;
  for (let one; (one = sending.find((other) => other.status === "queued")); ) {
    const pause = await send(one);
    draw();
    if (pause) await new Promise((resume) => setTimeout(resume, pause));
  }
  isSending = false;
  draw();
};
const stop = (one) => {
  if (one.request) one.request.abort();
  forget(one);
  say(`${one.file.name}: Avbruten. Ingenting sparades.`);
  draw();
};
const cancel = async (id) => {
  try {
    const answer = await fetch(`/api/jobs/${encodeURIComponent(id)}`, { method: "DELETE", headers: { Accept: "application/json" } });
    if (!answer.ok) say((await answer.json()).detail || "");
  } catch {
    say("Anslutningen bröts. Försök igen.");
  }
  look();
};
const add = (files) => {
  const box = part(".fs-upload");
  const says = Object.fromEntries([...element.querySelectorAll(".fs-says-fields input")].map((field) => [field.name, field.value.trim()]));
  for (const file of files) {
    const one = { id: `f${Date.now()}${Math.random()}`, file, says, status: "queued", message: "Väntar på sin tur.", part: 0 };
    if (file.size > Number(box.dataset.maxBytes)) failed(one, `Filen är större än ${box.dataset.maxMb}\u00a0MB och skickades inte. Dela upp den.`);
    else if (file.size === 0) failed(one, "Filen är tom och skickades inte.");
    sending.push(one);
  }
  draw();
  sendNext();
};
element.addEventListener("change", (event) => {
  if (event.target.id !== "fs-files") return;
  add([...event.target.files]);
  event.target.value = "";
});
element.addEventListener("click", (event) => {
  if (!event.target.closest(".fs-clear-jobs")) return;
  const gone = cleared();
  jobs.filter((job) => OVER.includes(job.status)).forEach((job) => gone.add(job.id));
  localStorage.setItem(GONE_KEY, JSON.stringify([...gone].slice(-400)));
  sending = sending.filter((one) => !OVER.includes(one.status));
  draw();
  part("#fs-files").focus();
});
// A file that misses the field must not take the place of the page.
const over = (on) => { const drop = part(".fs-drop"); if (drop) drop.classList.toggle("fs-over", on); };
const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
element.addEventListener("dragover", (event) => { if (holdsFiles(event)) { event.preventDefault(); over(true); } });
element.addEventListener("dragleave", (event) => { if (!element.contains(event.relatedTarget)) over(false); });
element.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  over(false);
  add([...event.dataTransfer.files]);
});
window.addEventListener("beforeunload", (event) => {
  if (sending.some((one) => ["queued", "sending"].includes(one.status))) event.preventDefault();
});
window.addEventListener("finsam-jobs", look);
watch("value", () => { draw(); look(); });
look();

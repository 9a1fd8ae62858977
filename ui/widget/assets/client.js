// What is asked of the assistant's host: no cookies, no key, nothing of the page around.
const SILENCE_MS = 60000; // heartbeats come far more often
const MOST_HISTORY = 20;

// A request that did not give what was asked for: `detail` is the server's own sentence, `key` one of our texts.
class Failure extends Error {
  constructor(key, detail = "") {
    super(detail || key);
    this.key = key;
    this.detail = detail;
  }
}

async function fetchFrom(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "omit", referrerPolicy: "strict-origin-when-cross-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("unreachable"); // no network, or an origin that is not let in
  }
  if (!response.ok) throw new Failure("unreachable", await detailOf(response));
  return response;
}

async function detailOf(response) {
  try {
    const problem = await response.json();
    return typeof problem.detail === "string" ? problem.detail : "";
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return ""; // a proxy's own page, say
  }
}

// What the assistant knows; `association` "" for all of them.
async function fetchAbout(host, association, signal) {
  const address = new URL("/api/about", host);
  if (association) address.searchParams.set("association", association);
  const response = await fetchFrom(address.href, { signal });
  try {
    const about = await response.json();
    if (Array.isArray(about.associations) && Array.isArray(about.examples)) return about;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new Failure("unreachable"); // something in between answered
}

// Asks and gives the answer object; `tell` gets ("status" | "delta", text) on the way.
// Rejects with a Failure, or an AbortError when `stop` was called.
async function fetchAnswer(host, question, history, association, stop, tell) {
  let silent = false;
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      stop.abort();
    }, SILENCE_MS);
  };
  alive();
  try {
    return await streamAnswer(host, { question, history: history.slice(-MOST_HISTORY), association }, stop, tell, alive);
  } catch (error) {
    if (silent) throw new Failure("silent");
    if (error instanceof Failure || error.name === "AbortError") throw error;
    if (error instanceof TypeError || error instanceof SyntaxError) throw new Failure("brokenOff");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function streamAnswer(host, asked, stop, tell, alive) {
  const body = { question: asked.question, history: asked.history };
  if (asked.association) body.association = asked.association;
  const response = await fetchFrom(new URL("/api/ask", host).href, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal: stop.signal,
  });
  if (!(response.headers.get("Content-Type") || "").includes("text/event-stream")) return whole(await response.json());
  let answer = null;
  const take = (name, data) => {
    const told = JSON.parse(data);
    if (name === "answer") answer = told;
    else if (name === "error") throw new Failure("brokenOff", told.detail || "");
    else if (name === "status" || name === "delta") tell(name, told.text);
  };
  await readEvents(response.body, take, alive);
  return whole(answer);
}

function whole(answer) {
  if (!answer || typeof answer.text !== "string") throw new Failure("brokenOff");
  return answer;
}

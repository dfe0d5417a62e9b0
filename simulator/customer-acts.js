import { $, api } from "./customer-dom.js";

/** What the page shows, and the reply, story or edit the composer is about. */
export const state = { accounts: [], customers: [], account: null, customer: null, thread: null, reply: null };

export async function write(message) {
  await attempt(async () => {
    $("messages").dataset.away = "no";
    await api("POST", `/customers/${state.customer.igsid}/messages`, { account: state.account.user_id, ...message });
  });
}

export const act = (what, body) =>
  attempt(() => api("POST", `/customers/${state.customer.igsid}/${what}`, { account: state.account.user_id, ...body }));

export const postback = ({ title, payload }) => write({ kind: "postback", title, payload });

export async function attempt(work) {
  $("problem").hidden = true;
  try {
    await work();
  } catch (error) {
    $("problem").textContent = error.message;
    $("problem").hidden = false;
  }
}

export async function uploadOwn() {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  await attempt(async () => {
    const path = `/control/media?name=${encodeURIComponent(file.name)}`;
    const response = await fetch(path, {
      method: "POST",
      body: file,
      headers: { "Content-Type": "application/octet-stream" },
    });
    const asset = await response.json();
    const [family] = asset.mime.split("/");
    const kind = ["image", "video", "audio"].includes(family) ? family : "file";
    await write({ kind, media: asset.id });
  });
}

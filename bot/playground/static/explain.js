/** What each line of the inspector is in Slack's terms, for people who learn how Slack apps work. */

const DOCS = "https://docs.slack.dev/";
const ANSWER = "The app has three seconds to answer.";

const TO_BOT = {
  command: [`Somebody typed a slash command. ${ANSWER} Its answer can be a message that only they see.`, "interactivity/implementing-slash-commands/"],
  block_actions: [`Somebody pressed a button or chose something. ${ANSWER}`, "reference/interaction-payloads/block_actions-payload/"],
  view_submission: ["Somebody submitted a form. The answer closes it, changes it, or names errors beside its fields.", "reference/interaction-payloads/view-interactions-payload/"],
  view_closed: ["Somebody closed a form without submitting it.", "reference/interaction-payloads/view-interactions-payload/"],
  shortcut: ["Somebody chose a shortcut. Its trigger_id opens one form, within three seconds.", "reference/interaction-payloads/shortcuts-interaction-payload/"],
  message_action: ["Somebody chose a shortcut in the menu of a message.", "reference/interaction-payloads/shortcuts-interaction-payload/"],
  event: ["Something happened that the app subscribed to. It is sent again if the app does not answer.", "apis/events-api/"],
};

const FROM_BOT = [
  ["chat.", "The app sends a message, or changes one."],
  ["views.open", "The app opens a form, with the trigger_id of what the person just did."],
  ["views.push", "The app lays a form over the one that is open."],
  ["views.update", "The app changes a form that is open."],
  ["views.publish", "The app draws somebody’s Home tab."],
  ["users.", "The app asks who somebody is: name, time zone, language."],
  ["files.", "The app sends or reads a file."],
  ["response_url", "The app answers later, by the address that came with a command or a press of a button."],
];

/** What one entry is: {words, link}, the link to Slack's own page or null. */
export function explain({ direction, kind }) {
  if (direction === "to_bot") {
    const [words, page] = TO_BOT[kind] ?? ["Slack told the app something.", "reference/interaction-payloads/"];
    return { words, link: DOCS + page };
  }
  const words = FROM_BOT.find(([start]) => kind.startsWith(start))?.[1] ?? "The app calls a method of Slack’s Web API.";
  return { words, link: /^[a-z]+\.[\w.]+$/i.test(kind) ? `${DOCS}reference/methods/${kind}/` : null };
}

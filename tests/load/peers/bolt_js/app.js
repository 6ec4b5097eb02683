// Bolt for JavaScript with one listener that returns a ready answer.
const fs = require("node:fs");
const { App } = require("@slack/bolt");

const answer = JSON.parse(fs.readFileSync(process.env.ANSWER_FILE, "utf8"));
const app = new App({
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  authorize: async () => ({ botToken: "xoxb-bench", botId: "B0", botUserId: "U0" }),
  processBeforeResponse: true,
});
app.command("/infoview", async ({ ack }) => {
  await ack(answer);
});
app.start(Number(process.env.PORT));

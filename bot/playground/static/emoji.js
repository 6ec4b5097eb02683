/** The common emoji names, so that messages read as they do in Slack; any other name stays as it was typed. */

const NAMES = {
  smile: "😄", smiley: "😃", grinning: "😀", slightly_smiling_face: "🙂", wink: "😉", blush: "😊", thinking_face: "🤔",
  sweat_smile: "😅", relieved: "😌", sunglasses: "😎", heart: "❤️", sparkles: "✨", star: "⭐", star2: "🌟", fire: "🔥",
  tada: "🎉", clap: "👏", raised_hands: "🙌", pray: "🙏", wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎",
  thumbsdown: "👎", ok_hand: "👌", muscle: "💪", handshake: "🤝", point_right: "👉", point_left: "👈", eyes: "👀",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔",
  question: "❓", grey_question: "❔", exclamation: "❗", information_source: "ℹ️", bulb: "💡", memo: "📝",
  pencil: "📝", pencil2: "✏️", notebook: "📓", book: "📖", books: "📚", bookmark: "🔖", clipboard: "📋", page_facing_up: "📄",
  calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️", alarm_clock: "⏰", hourglass: "⌛", stopwatch: "⏱️", clock9: "🕘",
  email: "✉️", envelope: "✉️", incoming_envelope: "📨", mailbox: "📫", inbox_tray: "📥", outbox_tray: "📤", phone: "☎️",
  telephone_receiver: "📞", speech_balloon: "💬", left_speech_bubble: "🗨️", thought_balloon: "💭", mega: "📣",
  loudspeaker: "📢", bell: "🔔", no_bell: "🔕", lock: "🔒", unlock: "🔓", key: "🔑", mag: "🔍", link: "🔗", pushpin: "📌",
  paperclip: "📎", gear: "⚙️", hammer_and_wrench: "🛠️", wrench: "🔧", wastebasket: "🗑️", house: "🏠", school: "🏫",
  office: "🏢", briefcase: "💼", mortar_board: "🎓", coffee: "☕", seedling: "🌱", rocket: "🚀", dart: "🎯", trophy: "🏆",
  medal: "🏅", chart_with_upwards_trend: "📈", bar_chart: "📊", compass: "🧭", anchor: "⚓", boat: "⛵", sunrise: "🌅",
  sunny: "☀️", rainbow: "🌈", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄",
  heavy_plus_sign: "➕", heavy_minus_sign: "➖", repeat: "🔁", black_circle: "⚫", white_circle: "⚪", large_blue_circle: "🔵",
  red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡", robot_face: "🤖", bust_in_silhouette: "👤",
  busts_in_silhouette: "👥", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", six: "6️⃣", zzz: "💤", turtle: "🐢",
};

const SHORTCODE = /:([a-z0-9_+-]+):/g;

/** The emoji of a name without colons, or undefined. */
export function emoji(name) {
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** Text with the known :names: replaced. */
export function withEmoji(text) {
  return text.replace(SHORTCODE, (all, name) => emoji(name) ?? all);
}

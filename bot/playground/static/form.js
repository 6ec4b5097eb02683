/** The values of one surface's inputs, in the shape of Slack's `state.values`. They outlive every new rendering. */

function kind(field, initial, empty = null) {
  return { field, initial, empty };
}

const KINDS = {
  plain_text_input: kind("value", "initial_value"),
  email_text_input: kind("value", "initial_value"),
  url_text_input: kind("value", "initial_value"),
  number_input: kind("value", "initial_value"),
  static_select: kind("selected_option", "initial_option"),
  multi_static_select: kind("selected_options", "initial_options", []),
  users_select: kind("selected_user", "initial_user"),
  multi_users_select: kind("selected_users", "initial_users", []),
  conversations_select: kind("selected_conversation", "initial_conversation"),
  multi_conversations_select: kind("selected_conversations", "initial_conversations", []),
  channels_select: kind("selected_channel", "initial_channel"),
  multi_channels_select: kind("selected_channels", "initial_channels", []),
  datepicker: kind("selected_date", "initial_date"),
  timepicker: kind("selected_time", "initial_time"),
  datetimepicker: kind("selected_date_time", "initial_date_time"),
  checkboxes: kind("selected_options", "initial_options", []),
  radio_buttons: kind("selected_option", "initial_option"),
  file_input: kind("files", null, []),
};

const BLOCK_ELEMENTS = {
  input: (block) => [block.element],
  section: (block) => (block.accessory ? [block.accessory] : []),
  actions: (block) => block.elements,
};

/** Every element with a value in these blocks, as {block, element}. */
export function statefulElements(blocks) {
  return blocks.flatMap((block) =>
    (BLOCK_ELEMENTS[block.type]?.(block) ?? [])
      .filter((element) => element.type in KINDS)
      .map((element) => ({ block, element })),
  );
}

/** The value that travels with an action or a state for this type: `{selected_option: …}`. */
export function payload(type, value) {
  return { [KINDS[type].field]: value };
}

/** What the inputs of one surface hold. */
export class Form {
  #values = new Map();

  /**
   * Takes new blocks: an input that was there keeps its value, a new one starts with what the server has stored for
   * it (`stored`, the view's state.values), else with its `initial_*`. Says whether any input was there before.
   */
  adopt(blocks, stored = {}) {
    const next = new Map();
    let known = false;
    for (const { block, element } of statefulElements(blocks)) {
      const key = JSON.stringify([block.block_id, element.action_id]);
      const before = this.#values.get(key);
      const { field, initial, empty } = KINDS[element.type];
      const first = stored[block.block_id]?.[element.action_id]?.[field] ?? element[initial] ?? empty;
      const value = before?.type === element.type ? before.value : first;
      known ||= before !== undefined;
      next.set(key, { block: block.block_id, action: element.action_id, type: element.type, value });
    }
    this.#values = next;
    return known;
  }

  /** The value of one input. */
  get(block, element) {
    return this.#values.get(JSON.stringify([block.block_id, element.action_id]))?.value;
  }

  /** Stores what a person chose or typed. */
  set(block, element, value) {
    const entry = this.#values.get(JSON.stringify([block.block_id, element.action_id]));
    if (entry) entry.value = value;
  }

  /** Slack's `state`: {values: {block_id: {action_id: {type, …}}}}. */
  state() {
    const values = {};
    for (const { block, action, type, value } of this.#values.values()) {
      values[block] ??= {};
      values[block][action] = { type, ...payload(type, value) };
    }
    return { values };
  }
}

/** The app's Home tab. */

import { h } from "./dom.js";
import { store } from "./store.js";
import { Surface } from "./surface.js";

/** Shows the acting person's Home view, updated in place. */
export class Home {
  #surface = new Surface({ type: "view", view_id: null }, "h2");
  #empty = h("p", { class: "home__empty" }, "The app has not drawn this Home yet.");
  #page;

  constructor() {
    this.#page = h("div", { class: "home__page" });
    this.node = h("section", { class: "home", tabindex: "0", "aria-label": `${store.cast.bot.name} Home`, data: { testid: "home" } }, this.#page);
  }

  /** Takes the state's `home`: a view, or null. */
  update(view) {
    if (!view) {
      this.#page.replaceChildren(this.#empty);
      return;
    }
    this.#surface.container.view_id = view.id;
    this.#surface.update(view.blocks, view.state?.values);
    if (!this.#surface.root.isConnected) this.#page.replaceChildren(this.#surface.trouble, this.#surface.root);
  }
}

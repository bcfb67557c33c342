import components from '../styles/components.css?inline';
import tokens from '../styles/tokens.css?inline';
import { isHeadingLevel, isLocale, registerWidget, type Widget } from './widgets';

/** Shared by all elements; a host's own rules do not reach in, its CSS variables do. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`${tokens}\n${components}\n:host { display: block; }`);

/**
 * Defines `<integration-health-status integration-id="…">` and `<integration-health-list>`. Both take `root` (where the interface is
 * mapped, with a slash at its end), `lang` (en or de), `heading-level` (2 to 6, 3 unless given) and `data-theme` (light or dark).
 */
export function defineHealthElements(defaultRoot: string): void {
  abstract class HealthElement extends HTMLElement {
    private widget: { update: (widget: Widget) => void; remove: () => void } | null = null;
    private mount: HTMLElement | null = null;

    abstract content(): Widget['content'];

    connectedCallback(): void {
      if (!this.mount) {
        const shadow = this.attachShadow({ mode: 'open' });
        shadow.adoptedStyleSheets = [sheet];
        this.mount = document.createElement('div');
        this.mount.className = 'ih';
        shadow.append(this.mount);
      }
      const root = this.getAttribute('root') ?? defaultRoot;
      this.widget = registerWidget(new URL(root, document.baseURI).href, this.describe(this.mount));
    }

    disconnectedCallback(): void {
      this.widget?.remove();
      this.widget = null;
    }

    attributeChangedCallback(): void {
      if (this.mount) this.widget?.update(this.describe(this.mount));
    }

    private describe(mount: HTMLElement): Widget {
      const wanted = this.closest('[lang]')?.getAttribute('lang')?.slice(0, 2) ?? '';
      const level = Number(this.getAttribute('heading-level') ?? 3);
      return { mount, content: this.content(), locale: isLocale(wanted) ? wanted : null, headingLevel: isHeadingLevel(level) ? level : 3 };
    }
  }

  class StatusElement extends HealthElement {
    static readonly observedAttributes = ['integration-id', 'lang', 'heading-level'];
    content(): Widget['content'] {
      return { kind: 'status', integrationId: this.getAttribute('integration-id') ?? '' };
    }
  }

  class ListElement extends HealthElement {
    static readonly observedAttributes = ['lang', 'heading-level'];
    content(): Widget['content'] {
      return { kind: 'list' };
    }
  }

  if (!customElements.get('integration-health-status')) customElements.define('integration-health-status', StatusElement);
  if (!customElements.get('integration-health-list')) customElements.define('integration-health-list', ListElement);
}

import { useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { hostAccessToken } from '../api/accessToken';
import { fetchConfiguration, signInAddress, type Configuration } from '../app/configuration';
import { HeadingLevelProvider, type HeadingLevel } from '../components/Heading';
import { SignInProvider } from '../components/signIn';
import { StatePanel } from '../components/states';
import { ToastProvider } from '../components/Toasts';
import { I18nProvider, loadTexts, preferredLocale, useTexts, type Locale, type Texts } from '../i18n/I18n';
import { IntegrationHealthList } from '../package/IntegrationHealthList';
import { IntegrationHealthProvider } from '../package/IntegrationHealthProvider';
import { IntegrationHealthStatus } from '../package/IntegrationHealthStatus';

export interface Widget {
  mount: HTMLElement;
  locale: Locale | null;
  headingLevel: HeadingLevel;
  content: { kind: 'list' } | { kind: 'status'; integrationId: string };
}

type Accepted = (widget: Widget) => void;

/** All elements of one interface are one React tree with one live connection, each drawn into its own element. */
class WidgetTree {
  private readonly listeners = new Set<() => void>();
  private widgets: readonly Widget[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Widget[] => this.widgets;

  set(widgets: readonly Widget[]): void {
    this.widgets = widgets;
    for (const listener of this.listeners) listener();
  }
}

const trees = new Map<string, WidgetTree>();

export function registerWidget(rootUrl: string, widget: Widget): { update: Accepted; remove: () => void } {
  const tree = trees.get(rootUrl) ?? grow(rootUrl);
  let current = widget;
  tree.set([...tree.snapshot(), current]);
  return {
    update: (next) => {
      const before = current;
      current = next;
      tree.set(tree.snapshot().map((each) => (each === before ? next : each)));
    },
    remove: () => tree.set(tree.snapshot().filter((each) => each !== current)),
  };
}

export function isHeadingLevel(level: number): level is HeadingLevel {
  return Number.isInteger(level) && level >= 2 && level <= 6;
}

export function isLocale(text: string): text is Locale {
  return text === 'en' || text === 'de';
}

function grow(rootUrl: string): WidgetTree {
  const tree = new WidgetTree();
  trees.set(rootUrl, tree);
  const root = createRoot(document.createElement('div'));
  void load(rootUrl).then((loaded) => root.render(<Widgets tree={tree} {...loaded} />));
  return tree;
}

interface Loaded {
  configuration: Configuration | null;
  texts: Record<Locale, Texts>;
}

async function load(rootUrl: string): Promise<Loaded> {
  const configuration = fetchConfiguration(rootUrl, null).catch(() => null);
  const [en, de] = await Promise.all([loadTexts('en'), loadTexts('de')]);
  return { configuration: await configuration, texts: { en, de } };
}

function Widgets({ tree, configuration, texts }: Loaded & { tree: WidgetTree }) {
  const widgets = useSyncExternalStore(tree.subscribe, tree.snapshot);
  const preferred = preferredLocale(navigator.languages);
  const drawn = widgets.map((widget, index) => createPortal(
    (
      <I18nProvider texts={texts[widget.locale ?? preferred]}>
        <HeadingLevelProvider level={widget.headingLevel}>
          {configuration?.apiUrl
            ? <SignInProvider value={signInAddress(configuration, location)}><ToastProvider inside><WidgetContent content={widget.content} /></ToastProvider></SignInProvider>
            : <Unavailable found={configuration !== null} />}
        </HeadingLevelProvider>
      </I18nProvider>
    ),
    widget.mount, String(index)));
  if (!configuration?.apiUrl) return drawn;
  return (
    <IntegrationHealthProvider apiUrl={configuration.apiUrl} texts={texts[preferred]} accessToken={configuration.accessTokenUrl ? hostAccessToken(configuration.accessTokenUrl) : undefined}>
      {drawn}
    </IntegrationHealthProvider>
  );
}

function WidgetContent({ content }: { content: Widget['content'] }) {
  return content.kind === 'list' ? <IntegrationHealthList /> : <IntegrationHealthStatus integrationId={content.integrationId} />;
}

function Unavailable({ found }: { found: boolean }) {
  const { t } = useTexts();
  return found ? <StatePanel title={t('switchedOff.title')}>{t('switchedOff.hint')}</StatePanel> : <StatePanel title={t('error.noAnswer')}>{t('error.noAnswerHint')}</StatePanel>;
}

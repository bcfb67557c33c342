import { Component, type ReactNode } from 'react';
import { useTexts } from '../i18n/I18n';
import { BrokenLinkIcon, StatePanel } from './states';

interface Props {
  /** Another page is another try. */
  page: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
  page: string;
}

/**
 * Keeps a page that cannot be shown from taking the rest with it. Most often its script could not be read: there is no connection, or the server
 * has a newer version, which a reload brings.
 */
export class PageBoundary extends Component<Props, State> {
  override state: State = { failed: false, page: this.props.page };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.page === state.page ? null : { failed: false, page: props.page };
  }

  override render(): ReactNode {
    return this.state.failed ? <PageFailed /> : this.props.children;
  }
}

function PageFailed() {
  const { t } = useTexts();
  return (
    <div role="alert">
      <StatePanel title={t('page.failed')} icon={<BrokenLinkIcon />} actions={<button type="button" className="button" onClick={() => location.reload()}>{t('page.reload')}</button>}>{t('page.failedHint')}</StatePanel>
    </div>
  );
}

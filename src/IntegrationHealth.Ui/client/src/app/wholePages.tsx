import { PlugIcon, StatePanel } from '../components/states';
import { useTexts } from '../i18n/I18n';

export function SignedOutPage({ signInUrl }: { signInUrl: string | null }) {
  const { t } = useTexts();
  return (
    <main className="ih whole-page">
      <StatePanel title={t('signedOut.title')} icon={<PlugIcon />}
        actions={signInUrl && <a className="button button--primary" href={signInUrl}>{t('action.signIn')}</a>}>
        {t('signedOut.hint')}
      </StatePanel>
    </main>
  );
}

export function SwitchedOffPage() {
  const { t } = useTexts();
  return <main className="ih whole-page"><StatePanel title={t('switchedOff.title')} icon={<PlugIcon />}>{t('switchedOff.hint')}</StatePanel></main>;
}

import { useTexts } from '../i18n/I18n';

/** Somebody else has saved what is being edited here. */
export function OutdatedNotice({ onRenew }: { onRenew: () => void }) {
  const { t } = useTexts();
  return (
    <p className="notice notice--top notice--act" data-status="degraded" role="status">
      <span>{t('form.outdated')}</span>
      <button type="button" className="button button--small" onClick={onRenew}>{t('form.renew')}</button>
    </p>
  );
}

import type { Provider } from '../../api/administration';
import { ProviderMark } from '../../components/ProviderMark';
import { useTexts } from '../../i18n/I18n';

/** What can be registered on this host. */
export function ProviderChoice({ providers, onChoose }: { providers: readonly Provider[]; onChoose: (name: string) => void }) {
  const { t } = useTexts();
  return (
    <ul className="providers" aria-label={t('detail.provider')}>
      {providers.map((provider) => (
        <li key={provider.name}>
          <button type="button" className="provider-choice" onClick={() => onChoose(provider.name)}>
            <ProviderMark provider={provider.name} />
            <span><strong>{provider.displayName}</strong>{provider.displayName.toLowerCase() !== provider.name && <small className="muted mono">{provider.name}</small>}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

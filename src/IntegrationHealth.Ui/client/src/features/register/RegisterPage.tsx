import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { definitionQuery, providersQuery, type IntegrationDefinition, type Provider } from '../../api/administration';
import { useApi } from '../../api/context';
import { OutdatedNotice } from '../../components/OutdatedNotice';
import { PageHead } from '../../components/PageHead';
import { Awaiting, RowsSkeleton } from '../../components/states';
import { useTitle } from '../../components/useTitle';
import { useUrlState } from '../../components/url';
import { useSeed } from '../../components/useDraft';
import { useTexts } from '../../i18n/I18n';
import { IntegrationForm } from './IntegrationForm';
import { ProviderChoice } from './ProviderChoice';

/** Registers an integration: first what it is with, then what that asks for. */
export function RegisterPage() {
  const { t } = useTexts();
  const [url, setUrl] = useUrlState();
  const providers = useQuery(providersQuery(useApi()));
  const chosen = providers.data?.find((provider) => provider.name === url.get('provider'));
  return (
    <div className="stack">
      <Back />
      {!chosen && <PageHead title={t('register.add')} lead={t('register.lead')} />}
      {!providers.data ? <Awaiting query={providers}><RowsSkeleton count={4} /></Awaiting>
        : chosen ? <IntegrationForm key={chosen.name} provider={chosen} before={null} onOtherProvider={() => setUrl({ provider: null })} />
        : <ProviderChoice providers={providers.data} onChoose={(provider) => setUrl({ provider })} />}
    </div>
  );
}

/** Changes one that is there; one that is fixed elsewhere is shown, and says where. */
export function EditPage({ id }: { id: string }) {
  const { t } = useTexts();
  const api = useApi();
  const definition = useQuery({ ...definitionQuery(api, id), staleTime: 0 });
  const providers = useQuery(providersQuery(api));
  const { seed, isOutdated, renew } = useSeed(definition);
  useTitle(seed?.value.name ?? t('register.edit'));
  return (
    <div className="stack">
      <Back to={`/admin/integrations/${encodeURIComponent(id)}`} text={seed?.value.name ?? id} />
      {!seed ? <Awaiting key="definition" query={definition}><RowsSkeleton count={5} /></Awaiting>
        : !providers.data ? <Awaiting key="providers" query={providers}><RowsSkeleton count={5} /></Awaiting>
        : (
          <>
            {isOutdated && <OutdatedNotice onRenew={renew} />}
            <IntegrationForm key={seed.generation} before={seed.value} provider={providers.data.find((one) => one.name === seed.value.provider) ?? unknownProvider(seed.value)} />
          </>
        )}
    </div>
  );
}

function Back({ to = '/admin/integrations', text }: { to?: string; text?: string }) {
  const { t } = useTexts();
  return <p className="small back"><span aria-hidden="true">← </span><Link href={to}>{text ?? t('nav.integrations')}</Link></p>;
}

/** Of a provider that this host no longer has, what is stored is all there is to show. */
function unknownProvider(definition: IntegrationDefinition): Provider {
  return {
    name: definition.provider, displayName: definition.provider, usesCredential: false, intervalMs: null,
    settings: Object.keys(definition.settings).map((name) => ({ name, type: 'json', required: false, default: null })),
  };
}

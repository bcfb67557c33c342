import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useApi } from '../../api/context';
import { groupsQuery } from '../../api/groups';
import { healthQuery } from '../../api/health';
import { SearchInput } from '../../components/SearchInput';
import { useTexts } from '../../i18n/I18n';
import { providerName } from '../../components/providerName';

/** More the server does not take. */
export const longestSearch = 100;

interface Props {
  provider: string;
  integrationId: string;
  search: string;
  onChange: (change: Record<string, string | null>) => void;
}

/** Every filter that holds is seen, and can be taken away where it is seen: also one that a link brought along. */
export function AlertFilters({ provider, integrationId, search, onChange }: Props) {
  const { t } = useTexts();
  const api = useApi();
  const groups = useInfiniteQuery({ ...groupsQuery(api, 'admin', 'provider', {}), staleTime: 60_000, retry: false });
  const integration = useQuery({ ...healthQuery(api, 'admin', integrationId), enabled: integrationId !== '', retry: false, staleTime: 60_000 });
  const providers = [...new Set([...groups.data?.pages.flatMap((page) => page.items.map((group) => group.key)) ?? [], ...(provider ? [provider] : [])])].sort();
  const bySearch = useCallback((text: string) => onChange({ q: text }), [onChange]);
  return (
    <>
      {providers.length > 0 && (
        <select className="select" aria-label={t('filter.provider')} value={provider} onChange={(event) => onChange({ provider: event.target.value })}>
          <option value="">{t('filter.allProviders')}</option>
          {providers.map((one) => <option key={one} value={one}>{providerName(one)}</option>)}
        </select>
      )}
      <SearchInput value={search} onChange={bySearch} label={t('alerts.search')} longest={longestSearch} />
      {integrationId && (
        <span className="chip chip--outline">
          {t('alert.integration')}: {integration.data?.name ?? integrationId}
          <button type="button" className="button button--quiet button--small" onClick={() => onChange({ integrationId: null })} aria-label={t('alerts.dropIntegration')}>×</button>
        </span>
      )}
    </>
  );
}

export { IntegrationHealthProvider, type IntegrationHealthProviderProps } from './IntegrationHealthProvider';
export { IntegrationHealthStatus } from './IntegrationHealthStatus';
export { IntegrationHealthList } from './IntegrationHealthList';
export { useIntegrationHealth, useHealthUpdates } from './hooks';
export { HealthIndicator } from '../components/HealthIndicator';
export { CheckBar } from '../components/CheckBar';
export { loadTexts, type Locale, type Texts } from '../i18n/I18n';
export { Problem } from '../api/problem';
export type { Check, Failure, FailureKind, IntegrationHealth, RecoveryAction, ResponsibleParty, Status } from '../api/types';

import { createContext, use } from 'react';
import { useTexts } from '../i18n/I18n';
import { isWebAddress } from './FailureText';

const SignInContext = createContext<string | null>(null);

/** Where the host signs people in, for parts that stand on a page of the host's own. */
export const SignInProvider = SignInContext.Provider;

export function SignInLink() {
  const { t } = useTexts();
  const url = use(SignInContext);
  return isWebAddress(url) ? <a className="button button--primary button--small" href={url}>{t('action.signIn')}</a> : null;
}

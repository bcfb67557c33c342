import { useTexts } from '../i18n/I18n';
import { useNow } from './now';

/** "5 min ago", with the exact time in the viewer's own zone as its title. */
export function RelativeTime({ at }: { at: string }) {
  const { relative, dateTime } = useTexts();
  const now = useNow();
  return <time dateTime={at} title={dateTime(at)}>{relative(at, now)}</time>;
}

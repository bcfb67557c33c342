import { useTexts } from '../i18n/I18n';
import { untilText } from './untilText';
import { useNow } from './now';

/** "5 min ago" for what has happened (the page's clock goes in steps, so it may be a little behind), with the exact time in the viewer's own zone as its title. */
export function RelativeTime({ at }: { at: string }) {
  const { relative, dateTime } = useTexts();
  const now = useNow();
  return <time dateTime={at} title={dateTime(at)}>{relative(at, Math.max(now, Date.parse(at)))}</time>;
}

/** "in 5 min" for what is to come, with the exact time as its title. */
export function TimeUntil({ at }: { at: string }) {
  const { relative, dateTime } = useTexts();
  const now = useNow();
  return <time dateTime={at} title={dateTime(at)}>{untilText(at, now, relative)}</time>;
}

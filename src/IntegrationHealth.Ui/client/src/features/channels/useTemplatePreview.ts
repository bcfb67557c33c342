import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/context';
import { problemOf, type TextPosition } from '../../api/problem';
import { useSettled } from '../../components/useSettled';
import { channelsPath } from './channel';
import { faultText, type TemplateEvent } from './templates';

const settleMs = 350;

export interface TemplateFault {
  text: string;
  position: TextPosition | null;
}

export interface TemplatePreview {
  /** What the template makes; null before the first answer. */
  text: string | null;
  fault: TemplateFault | null;
  /** What stands in the editor has not been tried yet. */
  behind: boolean;
}

/** What a template makes of a sample event, asked again whenever the template has been left alone for a moment. */
export function useTemplatePreview(type: string, part: string, event: TemplateEvent, template: string | undefined): TemplatePreview {
  const api = useApi();
  const wanted = template === undefined ? null : JSON.stringify({ type, part, event, template });
  const settled = useSettled(wanted, settleMs);
  const preview = useQuery({
    queryKey: ['templatePreview', settled],
    queryFn: () => api.change<{ text: string }>('POST', `${channelsPath}/preview`, JSON.parse(settled ?? '')),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  // While a text is typed its mistake stays in sight; that of another text never is.
  const tried = settled === null ? null : JSON.parse(settled) as { type: string; part: string; event: string };
  const same = tried?.type === type && tried.part === part && tried.event === event;
  const problem = same && preview.error ? problemOf(preview.error) : null;
  return {
    text: preview.data?.text ?? null,
    fault: problem && { text: faultText(Object.values(problem.errors).flat()[0] ?? (problem.detail || problem.title)), position: problem.position },
    behind: settled !== wanted || preview.isFetching,
  };
}

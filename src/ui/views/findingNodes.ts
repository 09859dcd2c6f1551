import { t } from '@vscode/l10n';
import { OWNER_LABEL } from '../../core/causes/causes';
import { groupFindings, type CauseGroup, type OwnerGroup } from '../../core/causes/findingGroups';
import { explain, rowOf, verdictOf, type Finding } from '../../core/causes/findings';
import { tableText } from '../../core/text/tableText';
import { TROUBLESHOOTING } from '../../core/causes/table';
import type { TreeNode } from './treeNode';
import { OWNER_ICON, SEVERITY_ICON } from './icons';

/** The findings as rows: grouped by owner if there are several, one row per cause, with the steps and the evidence below it. */
export function findingNodes(findings: readonly Finding[]): TreeNode[] {
  const groups = groupFindings(findings);
  const [only, second] = groups;
  if (only !== undefined && second === undefined) return only.causes.map(causeNode);
  return groups.map(ownerNode);
}

function ownerNode({ owner, causes }: OwnerGroup<Finding>): TreeNode {
  return {
    id: `owner-${owner}`,
    label: tableText(OWNER_LABEL[owner]),
    description: String(causes.length),
    icon: OWNER_ICON[owner],
    children: causes.map(causeNode),
    expanded: true,
  };
}

/** A cause that was found in several places has a row for each, which can be fixed one by one. */
function causeNode({ cause, findings }: CauseGroup<Finding>): TreeNode {
  const [first, ...others] = findings;
  const { title, owner, remedy } = explain(first);
  const own = rowOf(first).owner === TROUBLESHOOTING[cause].owner;
  const id = own ? `finding-${cause}` : `finding-${cause}-${rowOf(first).owner}`;
  const steps = remedy.map((step, at): TreeNode => ({
    id: `${id}-${at}`,
    label: step,
    icon: 'arrow-right',
    tooltip: step,
  }));
  const row = {
    id,
    label: title,
    description: owner,
    icon: SEVERITY_ICON[first.severity],
    word: severityWord(first),
    tooltip: verdictOf(first),
    finding: first,
  } as const;
  if (others.length === 0)
    return { ...row, contextValue: tokensOf(first, true), children: [...steps, seenNode(id, first)] };
  const places = findings.map((found, index): TreeNode => {
    const own = explain(found).title;
    return {
      id: `${id}-place-${index}`,
      label: own,
      icon: SEVERITY_ICON[found.severity],
      word: severityWord(found),
      tooltip: own,
      contextValue: tokensOf(found, false),
      finding: found,
      children: [
        seenNode(`${id}-place-${index}`, found),
        ...(index === 0 ? [] : stepsThatDiffer(`${id}-place-${index}`, first, found)),
      ],
    };
  });
  return {
    ...row,
    description: t('{owner} · {count} places', { owner, count: findings.length }),
    contextValue: tokensOf({ ...first, fix: undefined }, true),
    children: [...places, ...steps],
  };
}

function stepsThatDiffer(id: string, first: Finding, found: Finding): TreeNode[] {
  const known = new Set(explain(first).remedy);
  return explain(found)
    .remedy.filter((step) => !known.has(step))
    .map((step, at): TreeNode => ({ id: `${id}-${at}`, label: step, icon: 'arrow-right', tooltip: step }));
}

function seenNode(id: string, { evidence, certain }: Finding): TreeNode {
  return {
    id: `${id}-seen`,
    label: certain ? t('Evidence') : t('Evidence, not certain'),
    description: evidence,
    icon: 'eye',
    tooltip: evidence,
  };
}

/** What can be done with a row, for `when` clauses: `viewItem =~ /;fix;/`. */
function tokensOf(
  found: Pick<Finding, 'cause' | 'variant'> & { readonly fix?: Finding['fix'] | undefined },
  ofCause: boolean,
): string {
  return [';finding', ...(ofCause ? ['cause'] : []), ...(found.fix === undefined ? [] : ['fix']), ''].join(';');
}

function severityWord({ severity }: Finding): string {
  return { error: t('Problem'), warning: t('Warning'), note: t('Note') }[severity];
}

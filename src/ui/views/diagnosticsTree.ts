import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { checksNode } from './checkNodes';
import { findingNodes } from './findingNodes';
import { COMMANDS, VIEWS } from '../ids';
import type { State, Store } from '../store';
import { treeItem, type TreeNode } from './treeNode';
import { showTree } from '../window/screen';
import { gateLines, sendsText } from '../../core/views/surfaceWords';
import { placeText, type ConfigRow, type Place, type SurfaceGroup } from '../../core/views/surfaceConfig';
import { STATE_ICON } from './icons';

/** The diagnostics view: verdict, findings, checks with their times, configuration by surface. */
export function createDiagnosticsTree(store: Store): vscode.Disposable {
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: store.onDidChange as vscode.Event<undefined>,
    getChildren: (node) => [...(node === undefined ? rootNodes(store.state) : (node.children ?? []))],
    getTreeItem: treeItem,
  };
  return showTree(VIEWS.diagnostics, provider);
}

function rootNodes(state: State | undefined): readonly TreeNode[] {
  // With nothing to show, the view's welcome text is shown instead.
  if (
    state === undefined ||
    (state.health.state === 'not-set-up' && state.health.findings.every(({ severity }) => severity === 'note'))
  )
    return [];
  const { health, lastCheck, progress, config } = state;
  const verdict: TreeNode = {
    id: 'verdict',
    label: health.verdict,
    icon: STATE_ICON[health.state],
    word: health.word,
    tooltip: health.verdict,
    command: { command: COMMANDS.showReport, title: t('Show Report') },
  };
  const findings = findingNodes(health.findings);
  return [
    verdict,
    ...(findings.length === 0
      ? []
      : [{ id: 'findings', label: t('Findings'), icon: 'list-unordered', children: findings, expanded: true }]),
    checksNode(lastCheck, progress),
    {
      id: 'configuration',
      label: t('Configuration'),
      icon: 'settings',
      children: config.identical.map(groupNode),
      expanded: true,
    },
  ];
}

function groupNode(group: SurfaceGroup): TreeNode {
  const [first] = group.members;
  const id = `surface-${group.members.map(({ surface }) => surface).join('+')}`;
  const sends = sendsText(first);
  const gates = gateLines(group).map((text, index): TreeNode => ({
    id: `${id}-login-${index}`,
    label: t('Login'),
    description: text,
    icon: 'account',
    tooltip: text,
  }));
  const children: TreeNode[] = [
    { id: `${id}-sends`, label: t('Sends'), description: sends, icon: 'arrow-right', tooltip: sends },
    ...gates,
    ...first.rows.map((row) => rowNode(id, row)),
  ];
  return {
    id,
    label: group.label,
    icon: first.surface === 'vscode-extension' ? 'window' : 'terminal',
    tooltip: sends,
    children,
    expanded: first.surface === 'vscode-extension',
  };
}

function rowNode(parent: string, { name, value, place, why, overrides }: ConfigRow): TreeNode {
  const id = `${parent}-${name}`;
  const others = overrides.map((other, index) =>
    placeNode(
      `${id}-${index + 1}`,
      other.place,
      'circle-slash',
      other.same ? t('overridden, same value') : t('overridden'),
      '',
    ),
  );
  return {
    id,
    label: name,
    description: value,
    icon: 'symbol-variable',
    tooltip: `${name}: ${value}. ${why}`,
    children: [placeNode(`${id}-0`, place, 'check', t('in effect'), ` ${why}`), ...others],
  };
}

/** A place that opens its file at the line. */
function placeNode(id: string, place: Place, icon: string, description: string, remark: string): TreeNode {
  const at = new vscode.Position((place.line ?? 1) - 1, 0);
  const open =
    place.location === undefined
      ? {}
      : {
          command: {
            command: 'vscode.open',
            title: t('Open'),
            arguments: [vscode.Uri.file(place.location), { selection: new vscode.Range(at, at) }],
          },
        };
  const file = place.file === undefined ? '' : ` (${place.file})`;
  return { id, label: placeText(place), description, icon, tooltip: `${placeText(place)}${file}.${remark}`, ...open };
}

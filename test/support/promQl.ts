import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

export type Selector = { metric: string; matchers: { label: string; operator: string; value: string }[] };

/** What an expression of PromQL names. `errors` are the places that the grammar does not accept. */
export type PromQl = {
  errors: string[];
  selectors: Selector[];
  /** Labels that are grouped or joined by. */
  grouping: string[];
  /** Labels of the outermost `by`; undefined when there is none. */
  result: string[] | undefined;
};

/** Parses with the grammar that Prometheus itself uses in its web interface. */
export function parsePromQl(text: string): PromQl {
  const of = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const found: PromQl = { errors: [], selectors: [], grouping: [], result: undefined };
  parser.parse(text).iterate({
    enter({ node }) {
      if (node.type.isError) found.errors.push(`${node.from}: ${text.slice(node.from, node.from + 30)}`);
      if (node.name === 'VectorSelector') found.selectors.push(selectorOf(node, of));
      if (node.name !== 'GroupingLabels') return;
      const labels = node.getChildren('LabelName').map(of);
      found.grouping.push(...labels);
      if (node.parent?.name === 'AggregateModifier') found.result ??= labels;
    },
  });
  return found;
}

function selectorOf(node: SyntaxNode, of: (node: SyntaxNode) => string): Selector {
  const name = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: name === null ? '' : of(name),
    matchers: matchers.map((matcher) => {
      const [label = '', operator = '', value = '""'] = ['LabelName', 'MatchOp', 'StringLiteral'].map((part) => {
        const child = matcher.getChild(part);
        return child === null ? undefined : of(child);
      });
      return { label, operator, value: value.slice(1, -1) };
    }),
  };
}

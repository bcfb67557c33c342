using System.Text.RegularExpressions;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>
/// Liquid as templates of notifications may use it: without files, without <c>capture</c>, without ranges, and with an end to what it computes. A template is
/// written by a person whom the host trusts with alerts, not with its memory.
/// </summary>
internal static partial class LiquidLanguage
{
    /// <summary>Steps of one rendering; a list of 50 alerts with 30 values each takes 4,000. What filters cost is counted apart: they are no steps.</summary>
    private const int MaxSteps = 10_000;

    /// <summary>Longest text that a filter may make, in characters. Filters could double a text at every step.</summary>
    private const int LongestValue = 8_192;

    /// <summary>Longest list that a filter may make.</summary>
    private const int LongestList = 1_000;

    /// <summary>Most <c>and</c>, <c>or</c> and comparisons of one template: a statement may hold thousands, and is one step.</summary>
    private const int MostOperators = 100;

    /// <summary>Tags that read files, or that gather text outside the filters' bounds.</summary>
    private static readonly string[] Removed = ["include", "render", "capture"];

    private static readonly FluidParser Parser = CreateParser();

    public static TemplateOptions Options { get; } = CreateOptions();

    /// <summary>Reads a template; null, with what is wrong and where, when it cannot be.</summary>
    public static IFluidTemplate? TryParse(string source, out TemplateFault? fault)
    {
        fault = null;
        if (!Parser.TryParse(source, out var template, out var error))
        {
            fault = TemplateFault.OfParser(error.Split('\n', 2)[0].TrimEnd('.'));
            return null;
        }

        var search = new CostSearch();
        search.VisitTemplate(template);
        if (search.Operators > MostOperators)
        {
            fault = new TemplateFault($"it has {search.Operators} comparisons and other operators; at most {MostOperators} are allowed", null);
            return null;
        }

        if (!search.HasRange)
            return template;
        fault = FaultAt(Range().Match(source), source, "a range such as (1..5) is not allowed; go through a list such as alerts");
        return null;
    }

    private static TemplateFault FaultAt(Match found, string source, string text)
    {
        if (!found.Success)
            return new TemplateFault(text, null);
        var before = source.AsSpan(0, found.Index);
        return new TemplateFault(text, (before.Count('\n') + 1, found.Index - before.LastIndexOf('\n')));
    }

    [GeneratedRegex(@"\(\s*[\w.'""-]+\s*\.\.", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Range();

    private static FluidParser CreateParser()
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false });
        foreach (var tag in Removed)
            parser.RegisteredTags.Remove(tag);
        return parser;
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions { MaxSteps = MaxSteps, MaxRecursion = 10, CultureInfo = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var (name, filter) in options.Filters.ToArray())
        {
            options.Filters.AddFilter(name, async (input, arguments, context) =>
            {
                RenderBudget.Of(context).SpendOnFilter(input, arguments);
                FilterBounds.Check(name, input, arguments, LongestValue);
                return WithinBounds(name, await filter(input, arguments, context));
            });
        }

        return options;
    }

    private static FluidValue WithinBounds(string filter, FluidValue value) => value switch
    {
        StringValue text when text.ToStringValue().Length > LongestValue =>
            throw new TemplateLimitException($"the filter '{filter}' made a text of more than {LongestValue} characters"),
        ArrayValue list when list.Values.Count > LongestList =>
            throw new TemplateLimitException($"the filter '{filter}' made a list of more than {LongestList} items"),
        _ => value,
    };

    private sealed class CostSearch : AstVisitor
    {
        /// <summary>A range is made whole in memory before its first item is used, however long it is.</summary>
        public bool HasRange { get; private set; }

        public int Operators { get; private set; }

        protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
        {
            HasRange = true;
            return rangeExpression;
        }

        public override Expression Visit(Expression expression)
        {
            if (expression is BinaryExpression)
                Operators++;
            return base.Visit(expression);
        }
    }
}

/// <summary>A template asked for more than it may have.</summary>
internal sealed class TemplateLimitException(string message) : Exception(message);

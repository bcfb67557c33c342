using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Alerting.Alerts;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Matchers ready to be asked. Patterns run in linear time, whatever a person wrote.</summary>
internal sealed class CompiledMatchers(IReadOnlyList<LabelMatcher> matchers)
{
    private static readonly string[] Severities = [.. Enum.GetValues<AlertSeverity>().Select(NameOf)];

    private static readonly string[] Strangers = ["q", "7", "-", "_", "Zx", "q7-Zx_9", "crm:prod/eu.1", "\u00e9\u4e2d", "0123456789", new('w', 128)];

    private readonly (LabelMatcher Matcher, Regex? Pattern)[] _matchers = [.. matchers.Select(matcher => (matcher, PatternOf(matcher)))];

    /// <summary>True when all of them match; true when there is none.</summary>
    public bool Match(Alert alert)
    {
        foreach (var (matcher, pattern) in _matchers)
        {
            if (!Match(alert, matcher, pattern))
                return false;
        }

        return true;
    }

    /// <summary>
    /// True when they ask for nothing: they would match an alert all of whose labels are empty, or one whose labels are whatever they may be.
    /// </summary>
    /// <exception cref="ArgumentException">One has no pattern that can be used.</exception>
    public static bool AskForNothing(IReadOnlyList<LabelMatcher> matchers) => matchers.All(MatchesEmpty) || matchers.All(MatchesAnything);

    private static bool MatchesEmpty(LabelMatcher matcher) =>
        // An alert without tags has no tag that could be matched, not even an empty one.
        (matcher.Label != MatcherLabel.Tag && Holds(matcher, "")) != IsNegative(matcher);

    /// <summary>Texts as different as texts can be: a pattern that takes all of them takes whatever comes.</summary>
    private static bool MatchesAnything(LabelMatcher matcher)
    {
        var values = matcher.Label == MatcherLabel.Severity ? Severities : Strangers;
        return values.All(value => Holds(matcher, value) != IsNegative(matcher));
    }

    private static bool Holds(LabelMatcher matcher, string value) => PatternOf(matcher)?.IsMatch(value) ?? string.Equals(value, matcher.Value, StringComparison.Ordinal);

    /// <summary>The pattern of a matcher that has one.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or one that needs backtracking.</exception>
    /// <exception cref="NotSupportedException">It uses lookarounds or backreferences.</exception>
    public static Regex? PatternOf(LabelMatcher matcher) => matcher.Op is MatcherOperator.Matches or MatcherOperator.NotMatches
        ? new Regex($@"\A(?:{matcher.Value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
        : null;

    private static bool IsNegative(LabelMatcher matcher) => matcher.Op is MatcherOperator.NotEqual or MatcherOperator.NotMatches;

    private static string NameOf(AlertSeverity severity) => JsonNamingPolicy.CamelCase.ConvertName(severity.ToString());

    private static bool Match(Alert alert, LabelMatcher matcher, Regex? pattern)
    {
        var negative = IsNegative(matcher);
        if (matcher.Label == MatcherLabel.Tag)
            return alert.Tags.Any(tag => Holds(tag)) != negative;
        var value = matcher.Label switch
        {
            MatcherLabel.Provider => alert.Provider,
            MatcherLabel.OwnerId => alert.OwnerId,
            MatcherLabel.IntegrationId => alert.IntegrationId ?? "",
            MatcherLabel.RuleId => alert.RuleId,
            _ => NameOf(alert.Severity),
        };
        return Holds(value) != negative;

        bool Holds(string text) => pattern?.IsMatch(text) ?? string.Equals(text, matcher.Value, StringComparison.Ordinal);
    }
}

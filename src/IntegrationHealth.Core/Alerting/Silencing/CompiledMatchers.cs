using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHealth.Alerting.Alerts;

namespace IntegrationHealth.Alerting.Silencing;

/// <summary>Matchers ready to be asked. Patterns run in linear time, whatever a person wrote.</summary>
internal sealed class CompiledMatchers(IReadOnlyList<LabelMatcher> matchers)
{
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

    /// <summary>True when they would match an alert all of whose labels are empty, and so ask for nothing.</summary>
    /// <exception cref="ArgumentException">One has no pattern that can be used.</exception>
    public static bool MatchNothingNamed(IEnumerable<LabelMatcher> matchers) => matchers.All(matcher =>
    {
        var negative = matcher.Op is MatcherOperator.NotEqual or MatcherOperator.NotMatches;
        // An alert without tags has no tag that could be matched, not even an empty one.
        return (matcher.Label != MatcherLabel.Tag && (PatternOf(matcher)?.IsMatch("") ?? matcher.Value.Length == 0)) != negative;
    });

    /// <summary>The pattern of a matcher that has one.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or one that needs backtracking.</exception>
    /// <exception cref="NotSupportedException">It uses lookarounds or backreferences.</exception>
    public static Regex? PatternOf(LabelMatcher matcher) => matcher.Op is MatcherOperator.Matches or MatcherOperator.NotMatches
        ? new Regex($@"\A(?:{matcher.Value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
        : null;

    private static bool Match(Alert alert, LabelMatcher matcher, Regex? pattern)
    {
        var negative = matcher.Op is MatcherOperator.NotEqual or MatcherOperator.NotMatches;
        if (matcher.Label == MatcherLabel.Tag)
            return alert.Tags.Any(tag => Holds(tag)) != negative;
        var value = matcher.Label switch
        {
            MatcherLabel.Provider => alert.Provider,
            MatcherLabel.OwnerId => alert.OwnerId,
            MatcherLabel.IntegrationId => alert.IntegrationId ?? "",
            MatcherLabel.RuleId => alert.RuleId,
            _ => JsonNamingPolicy.CamelCase.ConvertName(alert.Severity.ToString()),
        };
        return Holds(value) != negative;

        bool Holds(string text) => pattern?.IsMatch(text) ?? string.Equals(text, matcher.Value, StringComparison.Ordinal);
    }
}

using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Silencing;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>A silence that would hold back every alert is most likely a mistake, and nobody would hear of anything: it must be meant.</summary>
public sealed class SilenceLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(MatcherLabel.Provider, MatcherOperator.Matches, ".*")]
    [InlineData(MatcherLabel.Provider, MatcherOperator.Matches, ".+")]
    [InlineData(MatcherLabel.RuleId, MatcherOperator.Matches, "[\\s\\S]+")]
    [InlineData(MatcherLabel.IntegrationId, MatcherOperator.Matches, "x?.+")]
    [InlineData(MatcherLabel.OwnerId, MatcherOperator.Matches, "(.|\\n)*")]
    [InlineData(MatcherLabel.Tag, MatcherOperator.Matches, ".+")]
    [InlineData(MatcherLabel.Tag, MatcherOperator.NotEqual, "nobody")]
    [InlineData(MatcherLabel.Severity, MatcherOperator.Matches, "info|warning|critical")]
    [InlineData(MatcherLabel.Severity, MatcherOperator.NotEqual, "nothing")]
    [InlineData(MatcherLabel.RuleId, MatcherOperator.NotMatches, "a^")]
    public void Check_MatchersThatAnyAlertHas_AreRefusedUnlessTheyAreMeant(MatcherLabel label, MatcherOperator op, string value)
    {
        var silence = Silence(new LabelMatcher { Label = label, Op = op, Value = value });

        AlertingLimits.Check(silence, Now).Should().ContainSingle().Which.Field.Should().Be("matchers");
        silence.MatchesAll = true;
        AlertingLimits.Check(silence, Now).Should().BeEmpty();
    }

    [Theory]
    [InlineData(MatcherLabel.Provider, MatcherOperator.Matches, "git.*")]
    [InlineData(MatcherLabel.Provider, MatcherOperator.Matches, "[a-z]+")]
    [InlineData(MatcherLabel.IntegrationId, MatcherOperator.Matches, ".*prod.*")]
    [InlineData(MatcherLabel.Severity, MatcherOperator.Matches, "info|warning")]
    [InlineData(MatcherLabel.Tag, MatcherOperator.Equal, "beta")]
    public void Check_MatcherThatNamesSomething_IsTaken(MatcherLabel label, MatcherOperator op, string value) =>
        AlertingLimits.Check(Silence(new LabelMatcher { Label = label, Op = op, Value = value }), Now).Should().BeEmpty();

    [Fact]
    public void Check_OneThatNamesAmongThoseThatDoNot_IsTaken() => AlertingLimits.Check(Silence(
        new LabelMatcher { Label = MatcherLabel.Provider, Op = MatcherOperator.Matches, Value = ".+" },
        new LabelMatcher { Label = MatcherLabel.OwnerId, Op = MatcherOperator.Equal, Value = "alice" }), Now).Should().BeEmpty();

    private static Silence Silence(params LabelMatcher[] matchers) => new() { Id = "s", Matchers = matchers, StartsAt = Now, EndsAt = Now.AddHours(1) };
}

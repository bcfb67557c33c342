using IntegrationHealth.Alerting.Evaluation;
using IntegrationHealth.Alerting.Rules;
using IntegrationHealth.Tests.Checks;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>Which rules watch an integration is found once, and kept until a rule changes.</summary>
public sealed class RuleSetTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static AlertRule Everything => AlertingBench.Rule("everything");

    private static AlertRule OfOne => AlertingBench.Rule("of-one") with { Scope = new() { IntegrationIds = ["one"] } };

    private static AlertRule OfProviders => AlertingBench.Rule("of-providers", new ProviderOutageCondition());

    [Fact]
    public void For_RulesWithScopes_AreThoseThatCoverIt()
    {
        var set = new RuleSet([Everything, OfOne, OfProviders, Everything with { Id = "off", Enabled = false }]);

        Ids(set.For(_bench.Monitored("one"))).Should().Equal("everything", "of-one");
        Ids(set.For(_bench.Monitored("two"))).Should().Equal("everything");
    }

    [Fact]
    public void For_AskedAgain_IsTheSameList()
    {
        var set = new RuleSet([Everything, OfOne]);
        var two = _bench.Monitored("two");

        set.For(two).Should().BeSameAs(set.For(two));
    }

    [Fact]
    public void For_IntegrationsThatAllRulesWatch_ShareAList()
    {
        var set = new RuleSet([Everything, OfProviders]);

        set.For(_bench.Monitored("one")).Should().BeSameAs(set.For(_bench.Monitored("two")));
    }

    [Fact]
    public void For_ARuleHasChanged_FindsThemAnew()
    {
        var one = _bench.Monitored("one");
        new RuleSet([Everything, OfOne]).For(one);

        Ids(new RuleSet([Everything]).For(one)).Should().Equal("everything");
        Ids(new RuleSet([]).For(one)).Should().BeEmpty();
    }

    private static IEnumerable<string> Ids(IEnumerable<CompiledRule> rules) => rules.Select(rule => rule.Rule.Id).Order(StringComparer.Ordinal);
}

using IntegrationHealth.Caching;
using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Status;

namespace IntegrationHealth.Tests.Caching;

public sealed class CacheKeyTests
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.5, 1.5, true)] // No commit between: the slot after the last one goes on.
    [InlineData(10, 30, true)]
    [InlineData(30, 70, false)] // The minute is over, and the range has moved.
    public void GenerationOfAll_WithoutCommits_HoldsUntilTheMinuteIsOver(double first, double second, bool same) =>
        (At(first, lastCommit: -5) == At(second, lastCommit: -5)).Should().Be(same);

    [Fact]
    public void GenerationOfAll_Commit_RaisesItAtOnce_WhenTheLastWasLongerAgoThanTheFreshness() =>
        At(20.5, lastCommit: 20.4).Should().NotBe(At(20.3, lastCommit: 3));

    [Fact]
    public void GenerationOfAll_WhatWasReadBeforeACommitInItsSlot_IsNotFoundAfterIt()
    {
        var before = At(20.5, lastCommit: 20.4);

        At(21.9, lastCommit: 21.5).Should().Be(before, "within the freshness an answer may be behind");
        At(22.1, lastCommit: 21.5).Should().NotBe(before);
        At(50, lastCommit: 21.5).Should().Be(At(24.1, lastCommit: 21.5)).And.NotBe(At(23.9, lastCommit: 21.5), "another host's clock may be ahead");
    }

    [Fact]
    public void GenerationOfAll_SteadyCommits_IsTheSameForAllHostsOfASlot() =>
        At(20.1, lastCommit: 20.05).Should().Be(At(21.9, lastCommit: 21.8)).And.NotBe(At(22.1, lastCommit: 22.05));

    [Fact]
    public void Of_AnotherOwnerQuestionOrKind_IsAnotherQuery()
    {
        var key = CacheKey.Of("uptime", "q", Item("one", "alice", 1));

        CacheKey.Of("uptime", "q", Item("one", "alice", 2)).Query.Should().Be(key.Query);
        CacheKey.Of("uptime", "q", Item("one", "bob", 1)).Query.Should().NotBe(key.Query);
        CacheKey.Of("uptime", "p", Item("one", "alice", 1)).Query.Should().NotBe(key.Query);
        CacheKey.Of("buckets", "q", Item("one", "alice", 1)).Query.Should().NotBe(key.Query);
        CacheKey.Of("uptime", "q", Item("onea", "lice", 1)).Query.Should().NotBe(key.Query, "texts do not run into each other");
    }

    [Fact]
    public void Of_AnotherVersionOrACheckAtAnotherTime_IsAnotherGeneration()
    {
        var key = CacheKey.Of("uptime", "q", Item("one", "alice", 1));

        CacheKey.Of("uptime", "q", Item("one", "alice", 1)).Should().Be(key);
        CacheKey.Of("uptime", "q", Item("one", "alice", 2)).Generation.Should().NotBe(key.Generation);
        CacheKey.Of("uptime", "q", Item("one", "alice", 1, Noon)).Generation.Should().NotBe(key.Generation);
    }

    [Fact]
    public void Of_ManyIntegrations_AnotherOwnerOrVersionOfOne_IsAnotherKey()
    {
        StoredIntegration[] items = [.. Enumerable.Range(0, 200).Select(number => Item($"integration-{number}", "alice", number))];
        var key = CacheKey.Of("uptime", "", items);

        CacheKey.Of("uptime", "", items).Should().Be(key);
        CacheKey.Of("uptime", "", [.. items[..199], Item("integration-199", "bob", 199)]).Query.Should().NotBe(key.Query);
        CacheKey.Of("uptime", "", [.. items[..199], Item("integration-199", "alice", 200)]).Generation.Should().NotBe(key.Generation);
        key.Generation.Length.Should().BeLessThan(100, "a key is short, however many are asked for");
    }

    [Fact]
    public void Of_AnOwner_IsNotReadInTheKey() =>
        CacheKey.Of("uptime", "", Item("one", "alice@example.com", 1)).ToString().Should().NotContain("alice");

    private static string At(double seconds, double lastCommit) =>
        CacheKey.GenerationOfAll(Noon.AddSeconds(seconds), Noon.AddSeconds(lastCommit), Freshness);

    private static StoredIntegration Item(string id, string owner, long version, DateTimeOffset? checkedAt = null) => new(
        new Integration { Id = id, Provider = "test", Name = id, OwnerId = owner }, Given.New(id) with { Version = version, LastCheckedAt = checkedAt });
}

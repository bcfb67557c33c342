using System.Data.Common;
using System.Net;
using System.Text.Json;
using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.History;
using IntegrationHealth.Reading;
using IntegrationHealth.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.Endpoints;

/// <summary>What the routes answer while storage is away: what is known, marked as stale, with an ETag of its own.</summary>
public sealed class StaleAnswerTests
{
    [Theory]
    [InlineData("alice", "/api/integrations/health")]
    [InlineData("alice", "/api/integrations/mail/health")]
    [InlineData("admin", "/api/admin/integrations/health")]
    [InlineData("admin", "/api/admin/integrations/metrics?range=24h")]
    [InlineData("alice", "/api/integrations/mail/health/history?resolution=hour")]
    public async Task StorageAway_IsAnsweredAsStale_WithAnotherETag(string user, string path)
    {
        await using var host = await StartAsync();
        var (fresh, etag) = await AskAsync(host, user, path);
        fresh!.Value.GetProperty("stale").GetBoolean().Should().BeFalse();

        host.Services.GetRequiredService<Switch>().Away = true;
        // A status shows first that storage is away; numbers that were read a moment ago do not ask it.
        await AskAsync(host, "alice", "/api/integrations/mail/health");
        var (stale, other) = await AskAsync(host, user, path, etag);

        stale!.Value.GetProperty("stale").GetBoolean().Should().BeTrue();
        other.Should().NotBe(etag);
        (await AskAsync(host, user, path, other)).Body.Should().BeNull("304: nothing changed since");
    }

    [Fact]
    public async Task StorageAway_List_MarksEachItem_AndHoldsNobodyElses()
    {
        await using var host = await StartAsync();
        host.Services.GetRequiredService<Switch>().Away = true;

        var list = await host.GetAsync("alice", "/api/integrations/health");

        list.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("id").GetString(), item.GetProperty("stale").GetBoolean()))
            .Should().Equal(("mail", true));
        using var hidden = await host.As("alice").GetAsync("/api/integrations/calendar/health", TestContext.Current.CancellationToken);
        hidden.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var unknown = await host.As("alice").GetAsync("/api/integrations/unknown/health", TestContext.Current.CancellationToken);
        unknown.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "whether there is one, nobody knows");
    }

    [Fact]
    public async Task System_SaysHowReadsWereAnswered()
    {
        await using var host = await StartAsync();
        for (var read = 0; read < 4; read++)
            await host.GetAsync("admin", "/api/admin/integrations/metrics?range=24h");

        var cache = (await host.GetAsync("admin", "/api/admin/system")).GetProperty("cache");

        cache.GetRawText().Should().Be("""{"hitRatio":0.75,"hits":3,"sharedHits":0,"misses":1,"stale":0}""");
    }

    private static async Task<TestHost> StartAsync()
    {
        var builder = TestHost.Build(
            health => health.Configure(options => options.Cache.Warm = false),
            services =>
            {
                services.AddSingleton<Switch>();
                services.AddSingleton<IHealthReader>(provider => new AwayHealth(Stored<IHealthReader>(provider, "InMemoryHealthReader"), provider.GetRequiredService<Switch>()));
                services.AddSingleton<IHistoryReader>(provider => new AwayHistory(Stored<IHistoryReader>(provider, "InMemoryHistoryReader"), provider.GetRequiredService<Switch>()));
                services.AddSingleton<IProviderRollupReader>(provider => new AwayRollups(Stored<IProviderRollupReader>(provider, "InMemoryProviderRollupReader"), provider.GetRequiredService<Switch>()));
            });
        // Memory needs no cache; what stands for a database here does. The last word counts.
        builder.Services.AddSingleton<IPostConfigureOptions<IntegrationHealthOptions>, Cached>();
        var host = await TestHost.StartAsync(builder, app => app.MapIntegrationHealth(TestHost.Policies));
        await host.AddAsync(Some.Integration("mail"), Some.Integration("calendar", "bob"));
        return host;
    }

    private static T Stored<T>(IServiceProvider provider, string name) =>
        (T)ActivatorUtilities.CreateInstance(provider, typeof(IHealthReader).Assembly.GetType($"IntegrationHealth.InMemory.{name}")!);

    private static async Task<(JsonElement? Body, string ETag)> AskAsync(TestHost host, string user, string path, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await host.As(user).SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.NotModified], body);
        return (response.StatusCode == HttpStatusCode.OK ? JsonDocument.Parse(body).RootElement : null, response.Headers.ETag!.ToString());
    }

    private sealed class Switch
    {
        public volatile bool Away;

        public void ThrowIfAway()
        {
            if (Away)
                throw new ConnectionRefused();
        }
    }

    /// <summary>As Npgsql throws where the server does not answer.</summary>
    private sealed class ConnectionRefused() : DbException("refused")
    {
        public override bool IsTransient => true;
    }

    private sealed class Cached : IPostConfigureOptions<IntegrationHealthOptions>
    {
        public void PostConfigure(string? name, IntegrationHealthOptions options) => options.Cache.Freshness = TimeSpan.FromSeconds(2);
    }

    private sealed class AwayHealth(IHealthReader reader, Switch storage) : IHealthReader
    {
        public async Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetAsync(ids, cancellationToken);
        }

        public async Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.QueryAsync(query, cancellationToken);
        }
    }

    private sealed class AwayHistory(IHistoryReader reader, Switch storage) : IHistoryReader
    {
        public async Task<IReadOnlyList<HistoryEntry>> GetChecksAsync(
            string integrationId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetChecksAsync(integrationId, from, to, limit, cancellationToken);
        }

        public async Task<IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>> GetChecksAsync(
            IReadOnlyCollection<string> integrationIds, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetChecksAsync(integrationIds, from, to, limit, cancellationToken);
        }

        public async Task<IReadOnlyList<HistoryBucket>> GetBucketsAsync(
            string integrationId, HistoryResolution resolution, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetBucketsAsync(integrationId, resolution, from, to, limit, cancellationToken);
        }

        public async Task<IReadOnlyDictionary<string, Uptime>> GetUptimeAsync(
            IReadOnlyCollection<string> integrationIds, DateTimeOffset now, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetUptimeAsync(integrationIds, now, cancellationToken);
        }
    }

    private sealed class AwayRollups(IProviderRollupReader reader, Switch storage) : IProviderRollupReader
    {
        public async Task<IReadOnlyList<ProviderBucket>> GetAsync(
            string? provider, ProviderBucketWidth width, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        {
            storage.ThrowIfAway();
            return await reader.GetAsync(provider, width, from, to, cancellationToken);
        }
    }
}

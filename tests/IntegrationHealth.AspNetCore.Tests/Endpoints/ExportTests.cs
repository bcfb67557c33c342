using System.Globalization;
using CsvHelper;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Endpoints.Export;
using IntegrationHealth.Reading;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Endpoints;

public sealed class ExportTests
{
    private const string Path = "/api/admin/integrations/health/export";

    [Fact]
    public async Task Export_TextOfEveryKind_ComesBackWholeAndHarmless()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddAsync(
            Some.Integration("a", name: "=cmd|' /C calc'!A0"), Some.Integration("b", name: "Bob, \"the\" builder"), Some.Integration("c", "bob", "Ünïcode ☂", "x", "y"));
        await host.WriteAsync("b", before => before with
        {
            Status = IntegrationStatus.Unhealthy,
            Failure = CheckFailure.Of(FailureKind.Network, "+1 line\r\n@two"),
            LatencyMs = 5,
        });

        using var response = await host.As("admin").GetAsync($"{Path}?format=csv", TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.ToString().Should().StartWith("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.Should().Contain(".csv");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Should().Contain("\r\n").And.Contain("\"Bob, \"\"the\"\" builder\"");
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        await csv.ReadAsync();
        csv.ReadHeader();
        var rows = new Dictionary<string, (string Name, string Message, string Tags, string Status)>();
        while (await csv.ReadAsync())
            rows[csv["id"]!] = (csv["name"]!, csv["failureMessage"]!, csv["tags"]!, csv["status"]!);
        rows["a"].Name.Should().Be("'=cmd|' /C calc'!A0");
        rows["b"].Should().Be(("Bob, \"the\" builder", "'+1 line\r\n@two", "", "unhealthy"));
        rows["c"].Should().Be(("Ünïcode ☂", "", "x y", "unknown"));
    }

    [Theory]
    [InlineData("?ownerId=bob", 1)]
    [InlineData("?status=unknown", 3)]
    [InlineData("?status=healthy", 0)]
    [InlineData("?tag=x&sort=-name", 1)]
    [InlineData("", 3)]
    public async Task Export_Filters_AreThoseOfTheList(string query, int rows)
    {
        await using var host = await TestHost.StartAsync();
        await host.AddAsync(Some.Integration("a"), Some.Integration("b"), Some.Integration("c", "bob", null, "x"));

        var text = await host.As("admin").GetStringAsync(Path + query, TestContext.Current.CancellationToken);

        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(rows + 1);
    }

    [Theory]
    [InlineData("?format=xml", "format")]
    [InlineData("?limit=5", "limit")]
    [InlineData("?status=greenish", "status")]
    public async Task Export_WrongValue_Is400NamingTheField(string query, string field)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.As("admin").GetAsync(Path + query, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(System.Net.HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain($"\"{field}\":[");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Neutralise_Text_IsNeverAFormula(string? text, string? expected) => CsvCell.Neutralise(text).Should().Be(expected);

    /// <summary>Of 100,000 rows, what stays allocated while they are sent is a page or two.</summary>
    [Fact]
    public async Task Export_HundredThousandRows_HoldsNoMoreThanAFewAtATime()
    {
        var source = new CountingReader(100_000);
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<IHealthReader>(source));

        using var response = await host.As("admin").GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var lines = 0;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
            lines++;

        lines.Should().Be(100_001);
        source.MostAlive.Should().BeLessThan(20_000, "rows that were sent can be collected");
    }

    [Fact]
    public async Task Export_StorageAway_Is503_NotAHeadingWithoutRows()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddSingleton<IHealthReader, AwayReader>());

        using var response = await host.As("admin").GetAsync(Path, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(System.Net.HttpStatusCode.ServiceUnavailable);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        response.Headers.RetryAfter.Should().NotBeNull();
    }

    private sealed class AwayReader : IHealthReader
    {
        public Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => throw new ConnectionRefused();

        public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken) => throw new ConnectionRefused();
    }

    private sealed class ConnectionRefused() : System.Data.Common.DbException("refused")
    {
        public override bool IsTransient => true;
    }

    /// <summary>Makes rows as they are asked for, and watches how many of them are still alive.</summary>
    private sealed class CountingReader(int rows) : IHealthReader
    {
        private readonly List<WeakReference> _pages = [];

        public int MostAlive { get; private set; }

        public Task<IReadOnlyList<StoredIntegration>> GetAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoredIntegration>>([]);

        public Task<HealthPage> QueryAsync(HealthQuery query, CancellationToken cancellationToken)
        {
            GC.Collect();
            MostAlive = Math.Max(MostAlive, _pages.Count(page => page.IsAlive) * query.Limit);
            var start = query.After is { } after ? int.Parse(after.Id, CultureInfo.InvariantCulture) : 0;
            StoredIntegration[] items = [.. Enumerable.Range(start, Math.Min(query.Limit, rows - start)).Select(number => new StoredIntegration(
                Some.Integration($"row-{number}"), HealthSnapshot.Initial($"row-{number}", default)))];
            _pages.Add(new WeakReference(items));
            var end = start + items.Length;
            return Task.FromResult(new HealthPage(items, end < rows ? new HealthPosition("", $"{end}") : null, 0, new(0, 0, 0, 0, 0)));
        }
    }
}

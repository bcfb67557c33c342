using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHealth.EndToEnd.Sample;
using IntegrationHealth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.EndToEnd.Samples;

public sealed class SmallSampleTests : IAsyncLifetime
{
    private readonly WebApplication _watched = CreateQuietly();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Watched => _watched.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        _watched.Urls.Add("http://127.0.0.1:0");
        _watched.MapGet("/", () => "works");
        _watched.MapGet("/broken", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        await _watched.StartAsync(Token);
    }

    public async ValueTask DisposeAsync() => await _watched.DisposeAsync();

    [Fact]
    public async Task Minimal_HasAtMostTenLines_AndShowsAHealthyIntegration()
    {
        await using var sample = new SmallSample();
        using var client = new HttpClient { BaseAddress = await sample.StartWebAsync("IntegrationHealth.Sample.Minimal", Token, "--Watch", Watched) };

        await SampleProcess.StatusAsync(client, "example", "healthy", Token);

        (await client.GetStringAsync("/integration-health", Token)).Should().Contain("<script");
        (await File.ReadAllLinesAsync(SourceOf("Minimal"), Token)).Should().HaveCountLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task Worker_WithoutAWebServer_LogsWhatChanges()
    {
        await using var sample = new SmallSample();

        await sample.StartAsync("IntegrationHealth.Sample.Worker", "api was Unknown and is Healthy", Token,
            "--IntegrationHealth:Integrations:0:Id=api", "--IntegrationHealth:Integrations:0:Name=api", "--IntegrationHealth:Integrations:0:Provider=http", $"--IntegrationHealth:Integrations:0:Settings:Url={Watched}");

        sample.Output.Should().NotContain("Now listening on");
    }

    /// <summary>As it is: what its settings name is watched, and somebody who runs it sees why.</summary>
    [Fact]
    public async Task Worker_WithItsOwnSettings_SaysWhatFails()
    {
        await using var sample = new SmallSample();

        await sample.StartAsync("IntegrationHealth.Sample.Worker", "A port where nobody listens was Unknown and is Unhealthy", Token,
            $"--IntegrationHealth:Integrations:0:Settings:Url={Watched}");
    }

    [Fact]
    public async Task Blazor_OwnPage_HoldsTheElementsAndTheirScript()
    {
        await using var sample = new SmallSample();
        using var client = new HttpClient { BaseAddress = await sample.StartWebAsync("IntegrationHealth.Sample.Blazor", Token, "--Watch", Watched) };

        var page = await client.GetStringAsync("/", Token);

        page.Should().Contain("<integration-health-list>").And.Contain("integration-id=\"example\"").And.Contain("src=\"integration-health/elements.js\"");
        var script = await client.GetAsync("/integration-health/elements.js", Token);
        script.Content.Headers.ContentType!.MediaType.Should().Be("text/javascript");
        await SampleProcess.StatusAsync(client, "example", "healthy", Token);
    }

    [Fact]
    public async Task MultiTenant_PeopleSeeTheirTenants_AndOperatorsEverything()
    {
        await using var sample = new SmallSample();
        var port = FreePort.Next();
        var address = await sample.StartWebAsync("IntegrationHealth.Sample.MultiTenant", Token, "--urls", $"http://127.0.0.1:{port}", "--Vendor", $"http://127.0.0.1:{port}");
        using var ann = await SignInAsync(address, "ann");
        using var ben = await SignInAsync(address, "ben");
        using var root = await SignInAsync(address, "root");
        using var nobody = new HttpClient { BaseAddress = address };

        await SampleProcess.StatusAsync(ann, "north-crm", "healthy", Token);
        await SampleProcess.StatusAsync(ann, "north-billing", "unhealthy", Token);

        (await IdsAsync(ann, "/api/integrations/health?sort=name")).Should().Equal("north-billing", "north-crm");
        (await IdsAsync(ben, "/api/integrations/health")).Should().Equal("south-crm");
        (await ben.GetAsync("/api/integrations/north-crm/health", Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ben.GetAsync("/api/admin/integrations/health", Token)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await IdsAsync(root, "/api/admin/integrations/health?sort=name")).Should().Equal("north-billing", "north-crm", "south-crm");
        (await nobody.GetAsync("/api/integrations/health", Token)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string name)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        using var form = new FormUrlEncodedContent([new("name", name)]);
        (await client.PostAsync("/sign-in", form, Token)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        return client;
    }

    private static async Task<IEnumerable<string>> IdsAsync(HttpClient client, string route) =>
        (await client.GetFromJsonAsync<JsonElement>(route, Token)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);

    private static WebApplication CreateQuietly()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static string SourceOf(string sample) => RepositoryRoot.Of("samples", sample, "Program.cs");
}

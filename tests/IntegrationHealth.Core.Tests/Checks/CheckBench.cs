using IntegrationHealth.Catalog;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Pacing;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Diagnostics;
using IntegrationHealth.Status;
using IntegrationHealth.Tests.Flow;
using IntegrationHealth.Tests.Status;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHealth.Tests.Checks;

/// <summary>A check runner and all that it needs, without a host.</summary>
internal sealed class CheckBench : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public CheckBench(bool sharesOneVendor = false, bool usesCredential = false, bool mayBlock = false)
    {
        Provider = new Provider(Definition(Checker, sharesOneVendor, usesCredential, mayBlock: mayBlock), _services, new CheckOptions(), Time);
        Runner = new CheckRunner(
            new CredentialedCheck(Credentials, new SharedPauses(Time), Options.Create(new IntegrationHealthOptions()), Time), Options.Create(new IntegrationHealthOptions()), Time,
            new IntegrationHealthMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new IntegrationRegistry()),
            NullLogger<CheckRunner>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(Given.Noon);

    public ScriptedChecker Checker { get; } = new();

    public ScriptedCredentials Credentials { get; } = new();

    public Provider Provider { get; }

    public CheckRunner Runner { get; }

    public static ProviderDefinition Definition(
        IIntegrationChecker checker, bool sharesOneVendor = false, bool usesCredential = false, int? maxConcurrency = null, int? perSecond = null,
        bool mayBlock = false) => new()
        {
            Name = "scripted",
            DisplayName = "Scripted",
            SettingsType = ScriptedJson.Default.ScriptedSettings,
            CreateChecker = _ => checker,
            MayBlock = mayBlock,
            FarEnd = _ => "vendor.example",
            SharesOneVendor = sharesOneVendor,
            UsesCredential = usesCredential,
            MaxConcurrency = maxConcurrency,
            MaxChecksPerSecond = perSecond,
        };

    public MonitoredIntegration Monitored(string id = "one") =>
        new(FlowHost.Scripted(id), Provider, new ScriptedSettings(), Given.Policy, new MonitoredState(HealthSnapshot.Initial(id, Given.Noon)));

    public async Task<Observation?> RunAsync(MonitoredIntegration? monitored = null)
    {
        using var deadline = new CheckDeadline(Time);
        return await Runner.RunAsync(monitored ?? Monitored(), deadline, CancellationToken.None);
    }

    public void Dispose() => _services.Dispose();
}

/// <summary>Hands out what the test says.</summary>
internal sealed class ScriptedCredentials : ICredentialProvider
{
    private int _given;

    /// <summary>What each call of Get answers; the last goes on.</summary>
    public List<Credential?> Answers { get; } = [];

    /// <summary>Where each integration has one of its own.</summary>
    public Func<Integration, Credential?>? ById { get; set; }

    public Credential? Refreshed { get; set; }

    public CheckFailure? Failure { get; set; }

    public List<Credential> Rejected { get; } = [];

    public static Credential Token(string version) => new() { AccessToken = $"secret-{version}", Version = version };

    public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) =>
        new(ById is not null ? ById(integration) : Answers.Count == 0 ? null : Answers[Math.Min(_given++, Answers.Count - 1)]);

    public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken)
    {
        Rejected.Add(rejected);
        return new(Failure is not null ? CredentialRefresh.Failed(Failure) : Refreshed is null ? CredentialRefresh.NotPossible : CredentialRefresh.Refreshed(Refreshed));
    }
}

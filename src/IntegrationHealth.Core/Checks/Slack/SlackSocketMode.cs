using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using IntegrationHealth.Status;

namespace IntegrationHealth.Checks.Slack;

/// <summary>
/// Whether Slack would deliver events through Socket Mode: <c>apps.connections.open</c> hands out an address for them. The token is the
/// application's, and Slack counts the method by application, so the answer is asked for once in some minutes and shared by every workspace.
/// The address holds a ticket: it is neither opened nor kept nor shown.
/// </summary>
internal sealed class SlackSocketMode(VendorClient client, TimeProvider time)
{
    /// <summary>Name of the capability.</summary>
    public const string Events = "events";

    /// <summary>How long a good answer counts.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>How long another one counts: what a developer mends is seen soon, at the pace of Slack's slowest tier.</summary>
    internal static readonly TimeSpan FreshFailure = TimeSpan.FromMinutes(1);

    /// <summary>The check itself was answered already; it must not run into its time limit for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Most applications remembered.</summary>
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Adds the capability to a result, where the host has given an app-level token.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended.</exception>
    public async ValueTask<CheckResult> ReviewAsync(CheckResult result, CheckContext context, string? baseAddress, CancellationToken cancellationToken)
    {
        if (context.Credential is not { AppToken.Length: > 0 } credential)
            return result;
        if (_known.Count >= Most)
            _known.Clear(); // Tokens that were replaced long ago; those in use are asked for once more.
        var known = _known.GetOrAdd(KeyOf(credential.AppToken, baseAddress), static _ => new Known());
        if (known.TryBegin(time.GetUtcNow()))
            await AskAsync(known, credential, context, baseAddress, cancellationToken);
        // Whoever comes while the very first answer is under way does without it.
        return known.Verdict is { } verdict ? With(result, verdict.Failure) : result;
    }

    private static CheckResult With(CheckResult result, CheckFailure? failure)
    {
        var status = failure is null ? IntegrationStatus.Healthy
            : FailureDefaults.SpeaksOfVendor(failure.Kind) || failure.Kind == FailureKind.Unknown ? IntegrationStatus.Degraded
            : IntegrationStatus.Unhealthy;
        result = result with
        {
            Capabilities = [.. result.Capabilities.Where(capability => capability.Name != Events), new CapabilityHealth(Events, status, failure?.Message)],
        };
        return failure is null || result.Outcome != CheckOutcome.Succeeded
            ? result
            : result with { Outcome = CheckOutcome.Degraded, Failure = failure with { Message = "Messages work, but no events arrive. " + failure.Message } };
    }

    private async ValueTask AskAsync(
        Known known, Credential credential, CheckContext context, string? baseAddress, CancellationToken cancellationToken)
    {
        var request = new VendorRequest("https://slack.com/api/apps.connections.open")
        {
            Method = HttpMethod.Post,
            BaseAddress = baseAddress,
            ExpectedProperty = "url",
            HostIsFixed = true,
        };
        var asApplication = new CheckContext(
            context.Integration, context.GetSettings<SlackSettings>(), new Credential { AccessToken = credential.AppToken!, Version = credential.Version });
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var answer = await client.AskAsync(SlackSocketErrors.Api, request, asApplication, either.Token);
            known.End(answer.Failed?.Failure is { } failure ? Cleared(failure) : null, time.GetUtcNow(), answer.Failed?.RetryAfter);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            known.End(TransportDiagnosis.DiagnoseTimeout("Slack"), time.GetUtcNow(), null);
        }
        catch (OperationCanceledException)
        {
            known.GiveUp();
            throw;
        }
    }

    /// <summary>An answer that was cut may hold the ticket: without a code of Slack's, no word of its body is kept.</summary>
    private static CheckFailure Cleared(CheckFailure failure) =>
        failure is { VendorCode: null, Evidence: { } evidence } && evidence.IndexOf('{', StringComparison.Ordinal) is >= 0 and var body
            ? failure with { Evidence = evidence[..body].TrimEnd() }
            : failure;

    private static string KeyOf(string token, string? baseAddress) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token + "\n" + baseAddress)).AsSpan(0, 16));

    /// <summary>The last answer for one application.</summary>
    private sealed class Known
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _askAt;
        private bool _underWay;

        /// <summary>Null before the first answer.</summary>
        public Answer? Verdict { get; private set; }

        public bool TryBegin(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (_underWay || now < _askAt)
                    return false;
                return _underWay = true;
            }
        }

        public void End(CheckFailure? failure, DateTimeOffset now, TimeSpan? retryAfter)
        {
            lock (_lock)
            {
                _underWay = false;
                // To be asked for fewer requests says nothing of the events: the last answer stands.
                if (failure?.Kind != FailureKind.RateLimited)
                    Verdict = new Answer(failure);
                var wait = failure is null ? Fresh : FreshFailure;
                _askAt = now + (retryAfter > wait ? retryAfter.Value : wait);
            }
        }

        public void GiveUp()
        {
            lock (_lock)
                _underWay = false;
        }
    }

    private sealed record Answer(CheckFailure? Failure);
}

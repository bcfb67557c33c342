using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace IntegrationHealth.Redis.Connections;

/// <summary>What the host chose, already checked.</summary>
internal sealed partial class RedisSettings
{
    /// <exception cref="ArgumentException">The connection string names no server, or the prefix is not allowed.</exception>
    public RedisSettings(string connectionString, RedisOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        Configuration = ConfigurationOptions.Parse(connectionString);
        if (Configuration.EndPoints.Count == 0)
            throw new ArgumentException("The Redis connection string names no server. Write for example localhost:6379.", nameof(connectionString));
        if (!PrefixPattern().IsMatch(options.KeyPrefix))
        {
            throw new ArgumentException(
                $"KeyPrefix '{options.KeyPrefix}' is not allowed: 1–64 letters, digits and . _ - : and no other.", nameof(options));
        }

        // The host starts without Redis and connects when it is there; commands fail at once meanwhile instead of queueing up.
        Configuration.AbortOnConnectFail = false;
        Configuration.BacklogPolicy = BacklogPolicy.FailFast;
        Configuration.ReconnectRetryPolicy = new LinearRetry(1_000);
        Configuration.ClientName ??= "IntegrationHealth";
        Prefix = options.KeyPrefix;
    }

    public ConfigurationOptions Configuration { get; }

    public string Prefix { get; }

    /// <summary>A key in the one hash slot of this prefix: a script may use several of them on a cluster.</summary>
    public RedisKey Key(string name) => $"{{{Prefix}}}:{name}";

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,64}\z")]
    private static partial Regex PrefixPattern();
}

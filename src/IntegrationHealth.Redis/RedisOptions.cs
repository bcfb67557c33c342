namespace IntegrationHealth.Redis;

/// <summary>Settings of the work shared through Redis.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// Put before every key, so that several applications may use one Redis: 1–64 letters, digits, <c>.</c>, <c>_</c>, <c>-</c> and <c>:</c>.
    /// Default <c>integrationhealth</c>. All hosts that share the work use the same.
    /// </summary>
    public string KeyPrefix { get; set; } = "integrationhealth";
}

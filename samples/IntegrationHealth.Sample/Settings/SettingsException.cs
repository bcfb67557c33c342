namespace IntegrationHealth.Sample.Settings;

/// <summary>Settings that cannot be used: one message a setting, each with its key, its value and what is allowed.</summary>
internal sealed class SettingsException(IReadOnlyList<string> messages) : Exception(string.Join(Environment.NewLine, messages))
{
    public IReadOnlyList<string> Messages { get; } = messages;
}

namespace IntegrationHealth.Storage.Model;

/// <summary>What stands after <c>--</c> of <c>dotnet ef</c> or of a migration bundle: <c>--prefix app_</c>.</summary>
internal static class DesignTimeArgument
{
    /// <summary>What follows <paramref name="name"/>, or null when it is not there.</summary>
    /// <exception cref="ArgumentException">Nothing follows it.</exception>
    public static string? Of(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        if (at < 0)
            return null;
        return at + 1 < args.Length ? args[at + 1] : throw new ArgumentException($"{name} needs a value.", nameof(args));
    }
}

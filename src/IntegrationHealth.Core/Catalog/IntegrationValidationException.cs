namespace IntegrationHealth.Catalog;

/// <summary>One value that is not allowed.</summary>
/// <param name="Field">The field at fault, in the caller's terms: <c>interval</c>, or a configuration key.</param>
/// <param name="Message">What was wrong, with which value, and what is allowed.</param>
public sealed record IntegrationValidationError(string Field, string Message);

/// <summary>Thrown when an integration holds values that are not allowed. Names every one of them.</summary>
public sealed class IntegrationValidationException : Exception
{
    /// <summary>Creates the exception from at least one error.</summary>
    public IntegrationValidationException(IReadOnlyList<IntegrationValidationError> errors)
        : base(string.Join(Environment.NewLine, (errors ?? throw new ArgumentNullException(nameof(errors))).Select(error => error.Message)))
        => Errors = errors;

    /// <summary>What was wrong, one entry a value.</summary>
    public IReadOnlyList<IntegrationValidationError> Errors { get; }
}

using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Guarding;

/// <summary>Endpoint metadata: whoever brings a valid key in the query is let in without a sign-in, to what the key names and nothing else.</summary>
internal abstract class SignedLink
{
    /// <summary>The query parameter that holds the key.</summary>
    public const string Parameter = "key";

    /// <summary>True when the request brings a key at all: whoever does came by a link, and knows nothing of a sign-in.</summary>
    public static bool IsTried(HttpContext http) => http.Request.Query.ContainsKey(Parameter);

    /// <summary>True when the request brings a key that is good for exactly what it asks for.</summary>
    public abstract bool Opens(HttpContext http);
}

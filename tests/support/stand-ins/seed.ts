console.log('Demo logins: ada@fairway.example, password demo');
